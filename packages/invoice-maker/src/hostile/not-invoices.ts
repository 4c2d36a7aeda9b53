import sharp from 'sharp';
import type { Mark } from '../page/drawing.ts';
import { penWith } from '../page/pen.ts';
import { newPdf } from '../pdf.ts';
import { renderMarks } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { typeface } from '../typeface.ts';

const NOTES = [
  '项目组周例会纪要',
  '时间：2026年3月9日 14:00　地点：会议室二',
  '出席：审计一部全体成员',
  '一、各子公司盘点进度：苏州公司已完成，武汉公司周五前完成。',
  '二、函证回函率为百分之七十二，未回函的由小组负责人跟进。',
  '三、收入截止测试发现两笔跨期，待客户财务说明。',
  '四、下周一上午汇总未决事项，由项目经理报合伙人。',
  '记录：林思远',
];

function notesMarks(): Mark[] {
  const pen = penWith(typeface());
  for (const [index, text] of NOTES.entries()) {
    pen.text({ text, x: 20, y: 28 + index * 12, size: index === 0 ? 7 : 4.2 });
  }
  return pen.marks;
}

/** Minutes of a meeting as a PDF with text. */
export async function notesPdf(): Promise<Uint8Array> {
  const { document, font } = await newPdf('2026-03-09');
  const page = document.addPage([595, 420]);
  for (const mark of notesMarks()) {
    if (mark.kind === 'text')
      page.drawText(mark.text, { x: mark.x * 2.8, y: 420 - mark.y * 2.8, size: mark.size * 2.8, font });
  }
  return document.save({ useObjectStreams: false });
}

/** The same minutes as a picture. */
export const notesPng = (): Promise<Uint8Array> =>
  renderMarks({
    marks: notesMarks(),
    box: { x: 0, y: 0, width: 210, height: 140 },
    widthPx: 1400,
    background: '#fffdf5',
  });

/** Hills under a sky, without a single character. */
export async function landscapeJpeg(seed: string | number): Promise<Uint8Array> {
  const random = randomFrom(`landscape/${seed}`);
  const hills = Array.from({ length: 4 }, (_, layer) => {
    const points = Array.from({ length: 9 }, (_, step) => `${step * 150},${420 + layer * 90 - random.integer(0, 130)}`);
    const green = 90 + layer * 25;
    return `<polygon fill="rgb(${40 + layer * 12},${green},${60 + layer * 8})" points="0,800 ${points.join(' ')} 1200,800"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#6fa8dc"/><stop offset="1" stop-color="#f6e3c5"/></linearGradient></defs><rect width="1200" height="800" fill="url(#sky)"/><circle cx="${random.integer(200, 1000)}" cy="150" r="46" fill="#fff3c4"/>${hills.join('')}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
}
