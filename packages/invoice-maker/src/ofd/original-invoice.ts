import { dateInChinese, type InvoiceFacts, type Party } from '../facts.ts';
import { qrText } from '../qr-code.ts';
import { element, wrapped } from '../xml-text.ts';
import { DECLARATION } from './parts.ts';

const partyOf = (side: 'Buyer' | 'Seller', party: Party): string =>
  wrapped(`fp:${side}`, [
    element(`fp:${side}Name`, party.name),
    element(`fp:${side}TaxID`, party.taxId),
    element(`fp:${side}AddrTel`, `${party.address} ${party.phone}`.trim()),
    element(`fp:${side}FinancialAccount`, `${party.bank}${party.bankAccount}`),
  ]);

/** The attachment that old electronic invoices carry, with everything the page says. */
export function originalInvoice(facts: InvoiceFacts): string {
  const goods = facts.items.map((item) =>
    wrapped('fp:GoodsInfo', [
      element('fp:Item', item.name),
      element('fp:Specification', item.specification),
      element('fp:MeasurementDimension', item.unit),
      element('fp:Price', item.unitPrice),
      element('fp:Quantity', item.quantity),
      element('fp:Amount', item.amount),
      element('fp:TaxScheme', item.taxRate),
      element('fp:TaxAmount', item.taxAmount),
    ]),
  );
  const fields = [
    element('fp:DocID', '01'),
    element('fp:InvoiceCode', facts.code),
    element('fp:InvoiceNo', facts.number),
    element('fp:TypeCode', facts.cancelsNumber === '' ? '0' : '1'),
    element('fp:IssueDate', dateInChinese(facts.issueDate)),
    element('fp:InvoiceCheckCode', facts.checkCode),
    element('fp:MachineNo', facts.machineNumber),
    element('fp:TaxControlCode', facts.cipherText.replaceAll('\n', '')),
    partyOf('Buyer', facts.buyer),
    partyOf('Seller', facts.seller),
    element('fp:TaxInclusiveTotalAmount', facts.totalAmount),
    element('fp:Note', facts.remarks),
    element('fp:InvoiceClerk', facts.drawer),
    element('fp:Payee', facts.payee),
    element('fp:Checker', facts.reviewer),
    element('fp:TaxTotalAmount', facts.taxAmount),
    element('fp:TaxExclusiveTotalAmount', facts.amountWithoutTax),
    element('fp:GraphCode', qrText(facts)),
    wrapped('fp:GoodsInfos', goods),
  ];
  return (
    DECLARATION +
    wrapped('fp:eInvoice', fields, 'xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019" Version="1.0"')
  );
}
