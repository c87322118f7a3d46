/** What the log says when the peak begins and ends: written by the visitors, read by the measures. */
export const PEAK_BEGINS = "la pointe commence";
export const PEAK_ENDS = "la pointe est finie";
