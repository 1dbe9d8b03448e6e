/** Text that something else puts into the message box; a new object each time, so that it may be the same text again. */
export type Draft = { readonly text: string };
