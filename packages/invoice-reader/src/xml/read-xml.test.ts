import { describe, expect, it } from 'vitest';
import { readInvoice } from '../read-invoice.ts';
import type { InvoiceDocument } from '../reading.ts';

async function read(xml: string): Promise<InvoiceDocument> {
  const reading = await readInvoice(Buffer.from(xml), { fileName: 'test.xml' });
  expect(reading).toMatchObject({ format: 'xml', error: null, pageCount: 0 });
  const [document] = reading.documents;
  if (!document) throw new Error('nothing was read');
  return document;
}

const item = (parts: string) => `<IssuItemInformation>${parts}</IssuItemInformation>`;

const eInvoice = (
  parts: { labels?: string; items?: string; specific?: string; remark?: string; totals?: string } = {},
) => `
<EInvoice><Header><EIid>1</EIid><InherentLabel>${parts.labels ?? ''}</InherentLabel></Header><EInvoiceData>
<SellerInformation><SellerIdNum>91320214MACF05CJ8B</SellerIdNum><SellerName>卖方</SellerName></SellerInformation>
<BuyerInformation><BuyerIdNum/><BuyerName>买方</BuyerName></BuyerInformation>
<BasicInformation>${
  parts.totals ??
  '<TotalAmWithoutTax>475.25</TotalAmWithoutTax><TotalTaxAm>4.75</TotalTaxAm><TotalTax-includedAmount>480.00</TotalTax-includedAmount><TotalTax-includedAmountInChinese>肆佰捌拾圆整</TotalTax-includedAmountInChinese>'
}<RequestTime>2025-11-27 23:59:59</RequestTime></BasicInformation>
${parts.items ?? item('<ItemName>*住宿服务*住宿费</ItemName><Quantity>3</Quantity><UnPrice>158.415841584158</UnPrice><Amount>475.25</Amount><TaxRate>0.010000</TaxRate><ComTaxAm>4.750000</ComTaxAm>')}
<SpecificInformation>${parts.specific ?? ''}</SpecificInformation><AdditionalInformation><Remark>${parts.remark ?? ''}</Remark></AdditionalInformation>
</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>25322000000564559493</InvoiceNumber><IssueTime>2025-11-28 08:00:00</IssueTime></TaxSupervisionInfo></EInvoice>`;

describe('EInvoice', () => {
  it('takes number and date from the supervision block, and keeps all digits', async () => {
    const { fields, checks } = await read(eInvoice());
    expect(fields).toMatchObject({
      invoiceNumber: '25322000000564559493',
      issueDate: '2025-11-28',
      buyerName: '买方',
      totalAmount: '480.00',
      items: [
        {
          name: '*住宿服务*住宿费',
          quantity: '3',
          unitPrice: '158.415841584158',
          amount: '475.25',
          taxRate: '1%',
          taxAmount: '4.75',
        },
      ],
    });
    expect(fields.buyerTaxId).toBeUndefined();
    expect(checks.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([]);
  });

  it.each([
    ['<GeneralOrSpecialVAT><LabelCode>01</LabelCode></GeneralOrSpecialVAT>', '电子发票（增值税专用发票）'],
    ['<GeneralOrSpecialVAT><LabelCode>02</LabelCode></GeneralOrSpecialVAT>', '电子发票（普通发票）'],
    ['<GeneralOrSpecialVAT><LabelName>普通发票</LabelName></GeneralOrSpecialVAT>', '电子发票（普通发票）'],
    ['<GeneralOrSpecialVAT/>', '电子发票'],
  ])('%s is %s', async (labels, kind) => {
    expect((await read(eInvoice({ labels }))).fields.invoiceType).toBe(kind);
  });

  it('reads the dialect that nests its items, and stars', async () => {
    const items = item(
      '<ItemDetail><ItemName>甲</ItemName><Amount>400.00</Amount><TaxRate>免税</TaxRate><TaxAm>***</TaxAm></ItemDetail>' +
        '<ItemDetail><ItemName>乙</ItemName><Amount>75.25</Amount><TaxRate>6%</TaxRate><TaxAm>4.52</TaxAm></ItemDetail>',
    );
    expect((await read(eInvoice({ items }))).fields.items).toEqual([
      { name: '甲', amount: '400.00', taxRate: '免税', taxAmount: '***' },
      { name: '乙', amount: '75.25', taxRate: '6%', taxAmount: '4.52' },
    ]);
  });

  it('names the invoice that a red-letter one takes back', async () => {
    const specific = '<RedEInvoice><OriginalInvoiceCode>25322000000564550000</OriginalInvoiceCode></RedEInvoice>';
    expect((await read(eInvoice({ specific }))).fields.originalInvoiceNumber).toBe('25322000000564550000');
    const remark = '被红冲蓝字数电发票号码：25322000000564550001 红字发票信息确认单编号：1';
    expect((await read(eInvoice({ remark }))).fields.originalInvoiceNumber).toBe('25322000000564550001');
  });

  it('is found behind a leading comment and inside an envelope', async () => {
    const commented = `<!-- from the platform --> <?xml version="1.0"?>${eInvoice().trim()}`;
    expect((await read(commented)).fields.totalAmount).toBe('480.00');
    expect((await read(`<Package><Body>${eInvoice()}</Body></Package>`)).fields.totalAmount).toBe('480.00');
  });

  it('that contradicts itself says so', async () => {
    const totals =
      '<TotalAmWithoutTax>475.25</TotalAmWithoutTax><TotalTaxAm>4.75</TotalTaxAm><TotalTax-includedAmount>489.00</TotalTax-includedAmount>';
    const { doubts, checks } = await read(eInvoice({ totals }));
    expect(checks.find(({ id }) => id === 'sum_consistent')?.status).toBe('fail');
    expect(doubts).toContain('totalAmount');
  });
});

const fact = (name: string, value: string) => `<f:${name} contextRef="c">${value}</f:${name}>`;
const xbrl = (facts: Record<string, string>) =>
  `<xbrl xmlns:f="x">${Object.entries(facts)
    .map(([name, value]) => fact(name, value))
    .join('')}</xbrl>`;

describe('XBRL instances', () => {
  it('of a rail ticket hold what the page does not print', async () => {
    const { fields, checks } = await read(
      xbrl({
        ElectronicInvoiceRailwayETicketNumber: '25329166851000825795',
        DateOfIssue: '2025-12-26',
        Fare: '15.00',
        TotalAmountExcludingTax: '13.76',
        TaxRate: '0.09',
        TaxAmount: '1.24',
        Carriage: '03车',
        Seat: '03F号',
      }),
    );
    expect(fields).toMatchObject({ totalAmount: '15.00', amountWithoutTax: '13.76', taxRate: '9%', seat: '03车03F号' });
    expect(checks.find(({ id }) => id === 'sum_consistent')?.status).toBe('pass');
  });

  it('of an air ticket count fund and charges outside the tax base', async () => {
    const { fields, checks, origins } = await read(
      xbrl({
        ElectronicInvoiceAirTransportReceiptNumber: '25329166851000825796',
        IssueDate: '2025-07-04',
        IssueParty: '某航空',
        Fare: '550.46',
        FuelSurcharge: '9.17',
        VatRate: '0.09',
        VatTaxAmount: '50.37',
        CivilAviationDevelopmentFund: '50.00',
        OtherTaxes: '0.00',
        TotalAmount: '660.00',
      }),
    );
    expect(fields).toMatchObject({ amountWithoutTax: '559.63', sellerName: '某航空', totalAmount: '660.00' });
    expect(origins.amountWithoutTax?.source).toBe('derived');
    expect(checks.find(({ id }) => id === 'sum_consistent')?.status).toBe('pass');
  });

  const instance = (prefix: string, facts: Record<string, string>) =>
    `<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:${prefix}="http://xbrl.mof.gov.cn/taxonomy/2029-01-31/${prefix}">${Object.entries(
      facts,
    )
      .map(([name, value]) => `<${prefix}:${name} contextRef="c">${value}</${prefix}:${name}>`)
      .join('')}</xbrl>`;

  it.each([
    ['bker', '银行电子回单'],
    ['bkrs', '银行电子对账单'],
    ['ctp', '国库集中支付电子凭证'],
  ])('of %s are no invoice, whatever the date of their namespace', async (prefix, reason) => {
    const document = await read(instance(prefix, { AccountNameOfPayer: '甲公司', TransactionAmountInFigures: '1.00' }));
    expect(document).toMatchObject({ isInvoice: false, notInvoiceReason: reason });
  });

  it('of a fiscal payment are told by words and form, and leave open what two values could fill', async () => {
    const facts = {
      NumberOfElectronicBill: '0012345678',
      CodeOfElectronicBill: '42010123',
      IdentifyingCode: 'a1b2c3',
      DateOfIssue: '2026-03-09',
      NameOfPayer: '苏州甲乙丙信息技术有限公司',
      NameOfPayee: '苏州市财政局',
      NameOfCollectingUnit: '苏州市人力资源和社会保障局',
      AmountInFigures: '600.00',
    };
    const { fields, isInvoice } = await read(instance('ntrev', facts));
    expect(isInvoice).toBe(true);
    expect(fields).toMatchObject({
      invoiceType: '非税收入一般缴款书（电子）',
      invoiceNumber: '0012345678',
      invoiceCode: '42010123',
      checkCode: 'a1b2c3',
      issueDate: '2026-03-09',
      buyerName: '苏州甲乙丙信息技术有限公司',
      totalAmount: '600.00',
    });
    expect(fields.sellerName).toBeUndefined();
  });

  it('of the receiver are a record, not an invoice', async () => {
    const document = await read(
      xbrl({ InvoiceNumber: '23440000000000100011', 'TotalTax-includedAmount': '10170.00', PostingDate: '2023-12-31' }),
    );
    expect(document).toMatchObject({
      isInvoice: false,
      fields: { totalAmount: '10170.00', postingDate: '2023-12-31' },
    });
  });
});

describe('other XML', () => {
  it('is no invoice', async () => {
    expect(await read('<note>发票</note>')).toMatchObject({ isInvoice: false, notInvoiceReason: '不是发票格式的 XML' });
    expect((await read('<Invoice xmlns="urn:oasis"/>')).isInvoice).toBe(false);
  });
});

describe('the trips of passenger transport', () => {
  it('are one row per trip, also where names are written with other capitals', async () => {
    const trip = (who: string, from: string) =>
      `<PassengerTransportation><Departure>${from}</Departure><Destination>东莞</Destination><Traveler>${who}</Traveler><ValidIDNumber>4401**********1234</ValidIDNumber><TravelDate>2025-06-01</TravelDate><Grade>二等座</Grade><Vehicletype>高铁</Vehicletype></PassengerTransportation>`;
    const { fields } = await read(eInvoice({ specific: trip('王小明', '韶关') + trip('李大海', '清远') }));
    expect(fields).toMatchObject({
      specialBusiness: '旅客运输服务',
      passengerName: '王小明\n李大海',
      passengerIdMasked: '4401**********1234\n4401**********1234',
      departurePlace: '韶关\n清远',
      seatClass: '二等座\n二等座',
      vehicleType: '高铁\n高铁',
    });
  });
});

describe('a toll invoice', () => {
  const line = (quantity: string, price: string) =>
    item(
      `<ItemName>*生产生活服务*通行费</ItemName><Quantity>${quantity}</Quantity><UnPrice>${price}</UnPrice><Amount>475.25</Amount><TaxRate>0.01</TaxRate><ComTaxAm>4.75</ComTaxAm>`,
    );

  it('does not take days of passage for quantity and price', async () => {
    const { fields, checks } = await read(eInvoice({ items: line('20251101', '20251102') }));
    expect(fields.items).toEqual([
      { name: '*生产生活服务*通行费', amount: '475.25', taxRate: '1%', taxAmount: '4.75' },
    ]);
    expect(checks.find(({ id }) => id === 'lines_consistent')).toMatchObject({ status: 'pass' });
  });

  it('keeps a real quantity', async () => {
    const { fields } = await read(eInvoice({ items: line('1', '475.25') }));
    expect(fields.items?.[0]).toMatchObject({ quantity: '1', unitPrice: '475.25' });
  });
});

describe('exports whose elements are named as the page is', () => {
  const inChinese = (inner = '') => `<发票><数电票号码>25442000000512345678</数电票号码><开票日期>2025-06-03</开票日期>
<销售方名称>佛山市禅城区和风陶瓷厂</销售方名称><销售方统一社会信用代码/><购买方名称>梅州雁南建材有限公司</购买方名称>
<合计金额>-300.00</合计金额><合计税额>-39.00</合计税额><价税合计（小写）>-339.00</价税合计（小写）>
<被红冲蓝字数电票号码>25442000000500000001</被红冲蓝字数电票号码><备注>退货</备注>${inner}</发票>`;

  it('reads names in Chinese, and the invoice that a red one takes back', async () => {
    const { fields } = await read(inChinese());
    expect(fields).toMatchObject({
      invoiceType: '电子发票',
      invoiceNumber: '25442000000512345678',
      originalInvoiceNumber: '25442000000500000001',
      issueDate: '2025-06-03',
      sellerName: '佛山市禅城区和风陶瓷厂',
      buyerName: '梅州雁南建材有限公司',
      amountWithoutTax: '-300.00',
      taxAmount: '-39.00',
      totalAmount: '-339.00',
      remarks: '退货',
    });
    expect(fields.sellerTaxId).toBeUndefined();
  });

  it('reads lines however deep they are nested', async () => {
    const line = (name: string, amount: string, tax: string) =>
      `<明细><项目名称>${name}</项目名称><数量>-2</数量><金额>${amount}</金额><税率>0.13</税率><税额>${tax}</税额></明细>`;
    const { fields, checks } = await read(
      inChinese(
        `<明细列表>${line('*陶瓷*地砖', '-100.00', '-13.00')}${line('*陶瓷*墙砖', '-200.00', '-26.00')}</明细列表>`,
      ),
    );
    expect(fields.items).toEqual([
      { name: '*陶瓷*地砖', quantity: '-2', amount: '-100.00', taxRate: '13%', taxAmount: '-13.00' },
      { name: '*陶瓷*墙砖', quantity: '-2', amount: '-200.00', taxRate: '13%', taxAmount: '-26.00' },
    ]);
    expect(checks.find(({ id }) => id === 'lines_consistent')).toMatchObject({ status: 'pass' });
  });

  it('reads the initials of tax-control interfaces, and gives a sole named item the totals', async () => {
    const { fields } =
      await read(`<business id="FPKJ"><body><COMMON_FPT><FP_DM>044002100111</FP_DM><FP_HM>12345678</FP_HM>
<KPRQ>20210603093000</KPRQ><JYM>12345678901234567890</JYM><XSF_MC>卖方</XSF_MC><XSF_NSRSBH>91320214MACF05CJ8B</XSF_NSRSBH>
<GMF_MC>个人</GMF_MC><GMF_NSRSBH/><HJJE>100</HJJE><HJSE>6</HJSE><JSHJ>106</JSHJ><SPMC>餐费</SPMC></COMMON_FPT></body></business>`);
    expect(fields).toMatchObject({
      invoiceCode: '044002100111',
      invoiceNumber: '12345678',
      issueDate: '2021-06-03',
      checkCode: '12345678901234567890',
      sellerName: '卖方',
      sellerTaxId: '91320214MACF05CJ8B',
      buyerName: '个人',
      totalAmount: '106.00',
      items: [{ name: '餐费', amount: '100.00', taxAmount: '6.00' }],
    });
  });

  it('reads several invoices of one file one by one', async () => {
    const other = inChinese().replace('25442000000512345678', '25442000000512345679');
    const reading = await readInvoice(Buffer.from(`<列表>${inChinese()}${other}</列表>`), { fileName: 'list.xml' });
    expect(reading.documents.map(({ fields }) => fields.invoiceNumber)).toEqual([
      '25442000000512345678',
      '25442000000512345679',
    ]);
  });

  it('does not take a request to issue an invoice for one', async () => {
    const request = `<business><FPQQLSH>1</FPQQLSH><XSF_MC>卖方</XSF_MC><GMF_MC>买方</GMF_MC><KPRQ>20210603</KPRQ><JSHJ>106</JSHJ></business>`;
    expect(await read(request)).toMatchObject({ isInvoice: false });
  });
});
