import { STRAIGHT } from '../deskew.ts';
import { quadOf } from '../geometry.ts';
import { type PageText, pageText, type ReadLine } from '../page-text.ts';

export interface PrintedText {
  text: string;
  x: number;
  y: number;
  height?: number;
  confidence?: number;
}

/** Characters of one line, spaced as on the page: a Han character is as wide as high, others half. */
export function aLine({ text, x, y, height = 20, confidence = 0.99 }: PrintedText): ReadLine {
  const widths = [...text].map((char) => (/[\x20-\x7e]/.test(char) ? 0.5 : 1) * height * 0.8);
  const width = widths.reduce((sum, w) => sum + w, 0);
  let passed = 0;
  const glyphs = [...text].map((char, i) => {
    const own = widths[i] ?? 0;
    const at = (passed + own / 2) / width;
    passed += own;
    return { char, confidence, at };
  });
  return { quad: quadOf({ x: x + width / 2, y }, { along: width, across: height }, 0), glyphs };
}

export function aPage(texts: readonly PrintedText[]): PageText {
  return pageText(texts.map(aLine), STRAIGHT, { width: 1200, height: 800, quarters: 0 });
}

/** A 增值税电子普通发票 as recognition gives it; single texts can be replaced. */
export function anOldInvoice(changes: Record<string, string> = {}): PrintedText[] {
  const texts: PrintedText[] = [
    { text: '重庆增值税电子普通发票', x: 400, y: 70, height: 40 },
    { text: '发票代码：050002100211', x: 870, y: 35 },
    { text: '发票号码：52692510', x: 870, y: 70 },
    { text: '开票日期：2022年03月10日', x: 870, y: 105 },
    { text: '校验码：49877094513467468563', x: 870, y: 140 },
    { text: '机器编号：661923653542', x: 60, y: 140 },
    { text: '名', x: 95, y: 183 },
    { text: '称：南京理工大学紫金学院', x: 185, y: 183 },
    { text: '832-5<37<<*69+++*3-4<98461*', x: 760, y: 186 },
    { text: '密', x: 704, y: 190 },
    { text: '纳税人识别号：', x: 95, y: 214 },
    { text: '地址、电话：', x: 95, y: 243 },
    { text: '开户行及账号：', x: 95, y: 275 },
    { text: '货物或应税劳务、服务名称', x: 89, y: 305 },
    { text: '规格型号', x: 358, y: 305 },
    { text: '单位', x: 453, y: 305 },
    { text: '数量', x: 552, y: 305 },
    { text: '单价', x: 690, y: 305 },
    { text: '金额', x: 850, y: 305 },
    { text: '税率', x: 967, y: 305 },
    { text: '税额', x: 1076, y: 305 },
    { text: '*运输服务*客运服务费', x: 55, y: 333 },
    { text: '次', x: 464, y: 333 },
    { text: '1', x: 629, y: 333 },
    { text: '14.99029126', x: 690, y: 333 },
    { text: '14.99', x: 918, y: 333 },
    { text: '3%', x: 974, y: 333 },
    { text: '0.45', x: 1152, y: 333 },
    { text: '合', x: 121, y: 525 },
    { text: '计', x: 200, y: 525 },
    { text: '￥14.99', x: 902, y: 530 },
    { text: '￥0.45', x: 1136, y: 530 },
    { text: '价税合计（大写）', x: 123, y: 562 },
    { text: '壹拾伍圆肆角肆分', x: 370, y: 562 },
    { text: '（小写）￥15.44', x: 895, y: 562 },
    { text: '名', x: 95, y: 600 },
    { text: '称：重庆天行者科技有限公司', x: 185, y: 600 },
    { text: '纳税人识别号：91500112MA5U3W6J0L', x: 95, y: 629 },
    { text: '地址、电话：重庆市渝北区', x: 95, y: 657 },
  ];
  return texts.map((one) => ({ ...one, text: changes[one.text] ?? one.text })).filter((one) => one.text !== '');
}

/** An 电子发票（增值税专用发票） with the parties side by side. */
export function aDigitalInvoice(changes: Record<string, string> = {}): PrintedText[] {
  const texts: PrintedText[] = [
    { text: '电子发票（增值税专用发票）', x: 365, y: 77, height: 40 },
    { text: '发票号码：', x: 910, y: 61 },
    { text: '24117000000965100088', x: 996, y: 57 },
    { text: '开票日期：2024年12月22日', x: 910, y: 91 },
    { text: '名称：济宁鼎元机械有限公司', x: 86, y: 200 },
    { text: '名称：北京京东世纪信息技术有限公司', x: 653, y: 200 },
    { text: '统一社会信用代码/纳税人识别号：91370800076980412L', x: 82, y: 258 },
    { text: '统一社会信用代码/纳税人识别号：91110302562134916R', x: 655, y: 258 },
    { text: '项目名称', x: 116, y: 302 },
    { text: '规格型号', x: 314, y: 302 },
    { text: '单位', x: 463, y: 302 },
    { text: '数量', x: 619, y: 302 },
    { text: '单价', x: 757, y: 302 },
    { text: '金额', x: 897, y: 302 },
    { text: '税率/征收率', x: 964, y: 302 },
    { text: '税额', x: 1133, y: 302 },
    { text: '*移动通信设备*手机', x: 50, y: 325 },
    { text: '台', x: 476, y: 325 },
    { text: '1', x: 646, y: 325 },
    { text: '8848.67', x: 742, y: 325 },
    { text: '8848.67', x: 889, y: 325 },
    { text: '13%', x: 984, y: 325 },
    { text: '1150.33', x: 1127, y: 325 },
    { text: '*移动通信设备*手机', x: 50, y: 368 },
    { text: '-637.17', x: 889, y: 368 },
    { text: '13%', x: 984, y: 368 },
    { text: '-82.83', x: 1135, y: 368 },
    { text: '合', x: 125, y: 524 },
    { text: '计', x: 203, y: 524 },
    { text: '¥8211.50', x: 881, y: 523 },
    { text: '¥1067.50', x: 1119, y: 523 },
    { text: '价税合计（大写）', x: 112, y: 564 },
    { text: '玖仟贰佰柒拾玖圆整', x: 358, y: 562 },
    { text: '（小写）¥9279.00', x: 853, y: 564 },
  ];
  return texts.map((one) => ({ ...one, text: changes[one.text] ?? one.text })).filter((one) => one.text !== '');
}
