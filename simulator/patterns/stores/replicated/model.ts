/** The whole state machine of a replica set's member, for its adapter and for those who judge it. */
export * from "./collections.ts";
export * from "./election.ts";
export * from "./member.ts";
export * from "./oplog.ts";
export * from "./replication.ts";
export * from "./settings.ts";
export * from "./writes.ts";
