/** What a stage needs to show parts, in one file that is fetched when a card has some. */
export { PartReading } from "./PartReadings.tsx";
export { innerWidth, partLines } from "./part-layout.ts";
