const markup = /[*_~`|[\\]|^\s{0,3}(?:[>#]|[-+](?=\s)|\d{1,9}[.)]\s|-{3})|<https?:/m;

/** Whether the parser, which comes over the network when it is first needed, could find anything in this text. */
export const hasMarkup = (text: string): boolean => markup.test(text);
