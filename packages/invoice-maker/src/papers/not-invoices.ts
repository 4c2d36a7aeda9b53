import { penWith } from '../page/pen.ts';
import { typeface } from '../typeface.ts';
import type { Paper } from './paper.ts';

interface Letter {
  title: string;
  lines: readonly string[];
  /** A part of what the reader calls it. */
  reason: string;
}

const NUMBER = '26312000000123456789';

/** Papers that arrive together with invoices and speak of them. */
export const LETTERS: Record<string, Letter> = {
  taxCertificate: {
    title: '中华人民共和国税收完税证明',
    lines: [
      '填发日期：2026年03月09日',
      '纳税人识别号：91320594769869645C',
      '纳税人名称：苏州甲乙丙信息技术有限公司',
      '税种 品目名称 税款所属时期 实缴（退）金额',
      '增值税 商业 2026-02-01至2026-02-28 ¥12,345.67',
      '金额合计（大写）壹万贰仟叁佰肆拾伍元陆角柒分 ¥12,345.67',
    ],
    reason: '完税证明',
  },
  bankReceipt: {
    title: '中国工商银行电子回单',
    lines: [
      '电子回单号码：0012-3456-7890-1234',
      '付款人 户名：苏州甲乙丙信息技术有限公司',
      '收款人 户名：无锡丁戊己酒店管理有限公司',
      '金额（大写）肆佰捌拾元整 （小写）480.00',
      '用途：付发票号码 26312000000123456789 住宿费',
      '记账日期：2026-03-09',
    ],
    reason: '银行回单',
  },
  rideSheet: {
    title: '滴滴出行-行程单',
    lines: [
      'DIDI TRAVEL - TRIP TABLE',
      '申请日期：2026-03-09 行程起止日期：2026-03-01 至 2026-03-08',
      '行程人手机号：13800000000',
      '共2笔行程，合计56.20元',
      '序号 车型 上车时间 城市 起点 终点 里程[公里] 金额[元]',
      '1 快车 03-01 09:12 南京 新街口 南京南站 8.1 30.10',
      '2 快车 03-08 18:40 南京 南京南站 新街口 8.3 26.10',
    ],
    reason: '行程单',
  },
  contract: {
    title: '技术服务合同',
    lines: [
      '甲方：苏州甲乙丙信息技术有限公司',
      '乙方：北京庚辛壬科技有限公司',
      '第五条 乙方应向甲方开具电子发票（增值税专用发票），税率6%。',
      '发票信息：名称：苏州甲乙丙信息技术有限公司',
      '纳税人识别号：91320594769869645C',
      '合同价税合计（大写）壹拾万元整（小写）¥100000.00',
    ],
    reason: '合同',
  },
  statement: {
    title: '往来对账单',
    lines: [
      '客户名称：苏州甲乙丙信息技术有限公司',
      '开票日期 发票号码 价税合计',
      `2026-03-01 ${NUMBER} 480.00`,
      '2026-03-02 26312000000123456790 520.00',
      '合计 1000.00',
    ],
    reason: '对账单',
  },
  receipt: {
    title: '收款收据',
    lines: [
      'No 0012345',
      '今收到：苏州甲乙丙信息技术有限公司',
      '交来：押金',
      '人民币（大写）伍仟元整 ¥5000.00',
      '收款单位：无锡丁戊己酒店管理有限公司',
    ],
    reason: '收据',
  },
  claim: {
    title: '差旅费报销单',
    lines: [
      '报销人：王丽 部门：审计一部',
      '附件张数：3',
      `发票号码：${NUMBER} 金额：480.00`,
      `发票号码：26312000000123456790 金额：520.00`,
      '合计（大写）壹仟元整（小写）¥1000.00',
    ],
    reason: '报销单',
  },
  quotation: {
    title: '报价单',
    lines: [
      '项目名称 单位 数量 单价 金额 税率',
      '显示器 台 2 1299.00 2598.00 13%',
      '合计 2598.00',
      '含税价，开具增值税专用发票',
    ],
    reason: '报价单',
  },
  invoiceTitle: {
    title: '开票信息',
    lines: [
      '名称：苏州甲乙丙信息技术有限公司',
      '纳税人识别号：91320594769869645C',
      '地址、电话：苏州市工业园区星湖街328号 0512-12345678',
      '开户行及账号：中国银行苏州分行 1234567890123456789',
      '发票类型：增值税专用发票',
    ],
    reason: '开票信息',
  },
  medicalDetails: {
    title: '医疗收费明细（电子）',
    lines: [
      '所属电子票据代码：32060123 所属电子票据号码：0022739009',
      '项目名称 规格 单位 数量 单价 金额',
      '阿莫西林胶囊 0.25g*24 盒 2 15.30 30.60',
      '合计 30.60',
    ],
    reason: '明细',
  },
};

export function aLetter(name: string): Paper {
  const letter = LETTERS[name];
  if (!letter) throw new RangeError(`there is no letter "${name}"`);
  const pen = penWith(typeface());
  pen.text({ text: letter.title, x: 105, y: 30, size: 7, align: 'middle' });
  for (const [index, text] of letter.lines.entries()) pen.text({ text, x: 20, y: 48 + index * 8, size: 3.8 });
  return {
    name,
    date: '2026-03-09',
    drawings: [{ width: 210, height: 297, template: [], content: pen.marks, seal: null }],
    fields: {},
    notInvoice: letter.reason,
  };
}
