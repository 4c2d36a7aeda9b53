import { strToU8, zipSync } from 'fflate';
import sharp from 'sharp';
import type { Person } from './person.ts';

const cardboard = ['#b98a56', '#a87a48', '#c79a66', '#9a6f42', '#8f6a45', '#d0a878'];

/** Shelves of a warehouse as a telephone sees them: nothing of it is of anybody. */
export async function makePhoto({ light, aisle }: { light: string; aisle: number }): Promise<Uint8Array> {
  const [width, height] = [1600, 1200];
  const parts: string[] = [];
  for (let shelf = 0; shelf < 4; shelf++) {
    const top = 150 + shelf * 240;
    for (let place = 0; place < 9; place++) {
      const roll = (shelf * 31 + place * 17 + aisle * 13) % 23;
      if (roll % 7 === 3) continue;
      const [wide, high] = [120 + (roll % 4) * 14, 110 + (roll % 5) * 18];
      const left = 60 + place * 168 + (roll % 3) * 6;
      const colour = cardboard[roll % cardboard.length];
      parts.push(
        `<rect x="${left}" y="${top + 190 - high}" width="${wide}" height="${high}" fill="${colour}"/>`,
        `<rect x="${left + wide / 2 - 9}" y="${top + 190 - high}" width="18" height="${high}" fill="#00000022"/>`,
        `<rect x="${left + 14}" y="${top + 206 - high}" width="46" height="30" fill="#f7f4ea"/>`,
        `<rect x="${left + 20}" y="${top + 214 - high}" width="34" height="3" fill="#555"/>`,
        `<rect x="${left + 20}" y="${top + 222 - high}" width="26" height="3" fill="#777"/>`,
      );
    }
    parts.push(`<rect x="20" y="${top + 190}" width="${width - 40}" height="16" fill="#d2682c"/>`);
  }
  for (const x of [20, 545, 1070, 1560]) parts.push(`<rect x="${x}" y="90" width="20" height="1060" fill="#2f4f7a"/>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="a" x2="0" y2="1"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="#4b4a46"/></linearGradient><radialGradient id="b"><stop offset=".5" stop-opacity="0"/><stop offset="1" stop-opacity=".45"/></radialGradient></defs><rect width="100%" height="100%" fill="url(#a)"/>${parts.join('')}<rect width="100%" height="100%" fill="url(#b)"/></svg>`;
  return sharp(Buffer.from(svg)).blur(1.2).jpeg({ quality: 82 }).toBuffer();
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const openPackage = 'http://schemas.openxmlformats.org/package/2006';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A letter of Word with a title and paragraphs. */
export function makeLetter(title: string, paragraphs: readonly string[]): Uint8Array {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  const body = [title, ...paragraphs]
    .map((text, place) => {
      const size = place === 0 ? '<w:b/><w:sz w:val="36"/>' : '<w:sz w:val="24"/>';
      const spacing = `<w:spacing w:after="240" w:line="400" w:lineRule="auto"/>${place === 0 ? '<w:jc w:val="center"/>' : ''}`;
      return `<w:p><w:pPr>${spacing}</w:pPr><w:r><w:rPr>${size}</w:rPr><w:t>${text}</w:t></w:r></w:p>`;
    })
    .join('');
  return zipSync({
    '[Content_Types].xml': strToU8(
      `${xmlHead}<Types xmlns="${openPackage}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `${xmlHead}<Relationships xmlns="${openPackage}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(
      `${xmlHead}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ),
  });
}

/** Three seconds of a meter that runs, as the browser records it. */
export async function makeVideo(person: Person): Promise<Uint8Array> {
  const base64 = await person.page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 360];
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('nothing to draw with');
    const chunks: Blob[] = [];
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm;codecs=vp9' });
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    const ended = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    const draw = (at: number) => {
      pen.fillStyle = '#37434a';
      pen.fillRect(0, 0, 640, 360);
      pen.fillStyle = '#c98b4b';
      for (let box = 0; box < 9; box++) pen.fillRect(((box * 90 - at * 60) % 810) - 80, 190, 78, 70);
      pen.fillStyle = '#20282c';
      pen.fillRect(0, 260, 640, 40);
    };
    recorder.start();
    for (let frame = 0; frame < 60; frame++) {
      draw(frame / 20);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
  });
  return Buffer.from(base64, 'base64');
}
