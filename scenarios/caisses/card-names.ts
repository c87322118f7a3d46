/** Names that the card and the engine's side share. */

/** The node of the centre. */
export const CENTRE = "siege";

/** The database of a register, by its node. */
export const databaseOf = (node: string): string => `base-${node}`;
