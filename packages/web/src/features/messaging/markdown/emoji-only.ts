const bigEmojiMax = 6;
const longestSequence = 16;
const onlyEmoji = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f)+$/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A few emoji and nothing else are drawn big. */
export function isEmojiOnly(text: string): boolean {
  const bare = text.replaceAll(/\s/g, '');
  if (bare === '' || bare.length > bigEmojiMax * longestSequence || !onlyEmoji.test(bare)) return false;
  return [...segmenter.segment(bare)].length <= bigEmojiMax;
}
