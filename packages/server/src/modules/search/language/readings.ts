import { pinyin } from 'pinyin-pro';

const known = new Map<string, readonly string[]>();
/** Chinese characters that names use are a few thousand; emptied where something strange fills it. */
const knownMax = 30_000;

/** All readings of a Chinese character without tones, in ways that people type them; none for other characters. */
export function readingsOf(character: string): readonly string[] {
  const found = known.get(character);
  if (found) return found;
  if (known.size >= knownMax) known.clear();
  const readings = /\p{Script=Han}/u.test(character) ? listReadings(character) : [];
  known.set(character, readings);
  return readings;
}

function listReadings(character: string): readonly string[] {
  const listed = pinyin(character, { multiple: true, toneType: 'none', type: 'array', v: true });
  // 吕 is typed lv, lu or lyu.
  const typed = listed.flatMap((reading) =>
    /^[ln]v/.test(reading) ? [reading, reading.replace('v', 'u'), reading.replace('v', 'yu')] : [reading],
  );
  return [...new Set(typed)].filter((reading) => /^[a-z]+$/.test(reading));
}
