/** Names that the card and the engine's side share. */

/** The node of the centre. */
export const CENTRE = "siege";

/** What a register remembers of what it has not sent yet: a number, in its memory. */
export const UNSENT = "à envoyer";

/** The database of a register, by its node. */
export const databaseOf = (node: string): string => `base-${node}`;
