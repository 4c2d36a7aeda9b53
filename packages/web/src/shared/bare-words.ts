/** More than one line shows is not looked at. */
const lookedAtMax = 2_000;

/** The words without the marks around them, on one line; good enough for a glance, nobody acts on it. */
export function bareWords(text: string): string {
  return (
    text
      .slice(0, lookedAtMax)
      .replaceAll(/^```\S*[^\S\n]*$/gm, '')
      .replaceAll(/^\s*(?:[-+*] (?:\[[ xX]\] )?|\d{1,9}[.)] |#{1,6} |(?:> ?)+)/gm, '')
      .replaceAll(/^[\s|:-]+$/gm, '')
      // The server has put its previews on one line already.
      .replaceAll(/```\w*(?=\s|$)/g, '')
      .replaceAll(/\|(?:\s*:?-{2,}:?\s*\|)+/g, ' ')
      .replaceAll(/\[([^\]]*)\]\([^)\s]*\)/g, '$1')
      .replaceAll(/(\*\*|~~|`)(?=\S)([^*~`]*)\1/g, '$2')
      .replaceAll('|', ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
  );
}

/** The same line by line, without those that hold nothing but marks; for a text that is read where it is not drawn. */
export const bareLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => bareWords(line))
    .filter(Boolean)
    .join('\n');
