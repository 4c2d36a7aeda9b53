import type { InvoiceItem } from '@countinghouse/protocol';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { detailTexts } from './detail-texts.ts';
import styles from './InvoiceDetail.module.css';
import { describeUnit } from './unit-names.ts';

export function ItemsTable({ items }: { items: readonly InvoiceItem[] }) {
  const texts = useTexts(detailTexts);
  const { locale } = useLocale();
  const unitOf = (item: InvoiceItem) => (item.unit ? describeUnit(item.unit, locale) : '');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.items} tabIndex={0} aria-label={texts.itemLines}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.item}</th>
            <th scope="col">{texts.quantity}</th>
            <th scope="col">{texts.unitPrice}</th>
            <th scope="col">{texts.amount}</th>
            <th scope="col">{texts.taxRate}</th>
            <th scope="col">{texts.tax}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of an invoice have no other name and never move.
            <tr key={number}>
              <td>
                {item.name} {item.specification && <span className={styles.quiet}>{item.specification}</span>}
              </td>
              <td title={item.unit}>{[item.quantity, unitOf(item)].filter(Boolean).join(' ')}</td>
              <td>{[item.unitPrice, item.priceBaseQuantity].filter(Boolean).join(' / ')}</td>
              <td>{item.amount}</td>
              <td>{item.taxRate}</td>
              <td>{item.taxAmount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
