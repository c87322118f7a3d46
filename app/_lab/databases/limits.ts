/** Limits that the page says aloud; the worker holds the same ones. */
export const SQL_TEXT_MAX = 20_000;
