import type { VoucherProposal } from '@countinghouse/protocol';
import { Chip } from '../../shared/Chip.tsx';
import { formatMoney } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useFinanceLinks } from './links.tsx';
import { voucherTexts } from './texts.ts';
import styles from './VoucherEditor.module.css';

interface TreatmentListProps {
  treatments: VoucherProposal['treatments'];
  currency: string;
  sellerOf(invoiceId: VoucherProposal['treatments'][number]['invoiceId']): string;
}

/** Why input VAT is separated or not, invoice by invoice, with the rule it rests on. */
export function TreatmentList({ treatments, currency, sellerOf }: TreatmentListProps) {
  const texts = useTexts(voucherTexts);
  const links = useFinanceLinks();
  if (treatments.length === 0) return null;
  return (
    <section className={styles.treatments} aria-label={texts.treatments}>
      <h3>{texts.treatments}</h3>
      <ul>
        {treatments.map((treatment) => (
          <li key={treatment.invoiceId}>
            <button type="button" className={styles.seller} onClick={() => links.openInvoice(treatment.invoiceId)}>
              {sellerOf(treatment.invoiceId)}
            </button>
            {treatment.inputVatMinor === 0 ? (
              <Chip tone="quiet">{texts.noInputVat}</Chip>
            ) : (
              <Chip tone="pine">{texts.inputVat(formatMoney(treatment.inputVatMinor, currency))}</Chip>
            )}
            <p>{texts[`rule_${treatment.rule}`]}</p>
            <p className={styles.source}>{treatment.source}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
