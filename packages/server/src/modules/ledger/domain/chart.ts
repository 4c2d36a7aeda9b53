import type { Account } from '@countinghouse/protocol';
import { firstLevelAccounts } from './first-level-accounts.ts';

type Entry = readonly [code: string, zh: string, en: string];

/** VAT sub-accounts after 财会〔2016〕22号. */
const subAccounts: readonly Entry[] = [
  ['100201', '银行存款—基本户', 'Bank deposits: basic account'],
  ['122101', '其他应收款—员工借款', 'Other receivables: advances to employees'],
  ['222101', '应交税费—应交增值税', 'Taxes payable: VAT payable'],
  ['22210101', '应交税费—应交增值税—进项税额', 'Taxes payable: VAT payable: input VAT'],
  ['22210102', '应交税费—应交增值税—销项税额抵减', 'Taxes payable: VAT payable: output VAT deduction'],
  ['22210103', '应交税费—应交增值税—已交税金', 'Taxes payable: VAT payable: VAT paid'],
  ['22210104', '应交税费—应交增值税—转出未交增值税', 'Taxes payable: VAT payable: unpaid VAT transferred out'],
  ['22210105', '应交税费—应交增值税—减免税款', 'Taxes payable: VAT payable: VAT reliefs'],
  ['22210107', '应交税费—应交增值税—销项税额', 'Taxes payable: VAT payable: output VAT'],
  ['22210109', '应交税费—应交增值税—进项税额转出', 'Taxes payable: VAT payable: input VAT transferred out'],
  ['222102', '应交税费—未交增值税', 'Taxes payable: unpaid VAT'],
  ['222103', '应交税费—预交增值税', 'Taxes payable: prepaid VAT'],
  ['222104', '应交税费—待抵扣进项税额', 'Taxes payable: input VAT to be deducted'],
  ['222105', '应交税费—待认证进项税额', 'Taxes payable: input VAT to be certified'],
  ['222106', '应交税费—应交企业所得税', 'Taxes payable: corporate income tax'],
  ['222107', '应交税费—应交个人所得税', 'Taxes payable: personal income tax'],
  ['222108', '应交税费—应交城市维护建设税', 'Taxes payable: city maintenance and construction tax'],
  ['222109', '应交税费—应交教育费附加', 'Taxes payable: education surcharge'],
  ['224101', '其他应付款—员工报销', 'Other payables: employee reimbursements'],
  ['224199', '其他应付款—其他', 'Other payables: other'],
  ['122199', '其他应收款—其他', 'Other receivables: other'],
];

/** The same kinds of expense below selling, administrative and service costs. */
const expenseKinds: readonly Entry[] = [
  ['01', '差旅费', 'travel'],
  ['02', '业务招待费', 'business meals and entertainment'],
  ['03', '办公费', 'office supplies'],
  ['04', '咨询费', 'consulting and professional fees'],
  ['05', '职工教育经费', 'training'],
  ['06', '通讯费', 'communication'],
  ['07', '市内交通费', 'local transport'],
  ['08', '会议费', 'conferences'],
  ['09', '邮递费', 'postage and courier'],
  ['10', '租赁费', 'rent'],
  ['11', '车辆使用费', 'vehicle use'],
  ['99', '其他', 'other'],
];

const expenseParents: readonly Entry[] = [
  ['5201', '劳务成本', 'Service costs'],
  ['6601', '销售费用', 'Selling expenses'],
  ['6602', '管理费用', 'Administrative expenses'],
];

export const inputVatAccount = '22210101';
export const employeePayableAccount = '224101';
/** Costs of an engagement, and of a department. */
export const engagementCostAccount = '5201';
export const departmentCostAccount = '6602';

// The common class (3) may stand on either side of the balance sheet; the contract has no word for it.
const categories: Readonly<Record<string, Account['category']>> = {
  '1': 'asset',
  '2': 'liability',
  '3': 'asset',
  '4': 'equity',
  '5': 'cost',
  '6': 'profit_and_loss',
};

export const chartOfAccounts: readonly Account[] = buildChart();

function buildChart(): Account[] {
  const expenses = expenseParents.flatMap(([parent, zh, en]) =>
    expenseKinds.map(
      ([suffix, kindZh, kindEn]): Entry => [`${parent}${suffix}`, `${zh}—${kindZh}`, `${en}: ${kindEn}`],
    ),
  );
  const entries = [...firstLevelAccounts, ...subAccounts, ...expenses].sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([code, zh, en]) => ({
    code,
    name: { zh, en },
    category: categories[code.charAt(0)] ?? 'asset',
    isLeaf: !entries.some(([other]) => other !== code && other.startsWith(code)),
  }));
}

const accountByCode = new Map(chartOfAccounts.map((account) => [account.code, account]));

export const findAccount = (code: string): Account | undefined => accountByCode.get(code);
