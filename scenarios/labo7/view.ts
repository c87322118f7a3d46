/** Where the view stands in memory: the keys that the event store writes and the page reads. */
export const TOTAL_KEY = "vue/total";
export const clientKey = (client: string): string => `vue/${client}`;
