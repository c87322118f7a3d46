/** The sheet that the tracks of a miniature are laid on, px: known without the laying of tracks. */
export const STAGE_WIDTH = 424;
