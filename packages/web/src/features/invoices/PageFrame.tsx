import type { InvoiceField, Place } from '@countinghouse/protocol';
import type { ReactNode } from 'react';
import { useLocale } from '../../shared/locale.tsx';
import { describeField } from './field-names.ts';
import styles from './OriginalViewer.module.css';
import { placeBox, regionOf } from './place-box.ts';

export interface ActiveField {
  name: string;
  /** The side on which the person pointed at it; the other one follows. */
  from: 'page' | 'fields';
}

export interface Marks {
  fields: readonly InvoiceField[];
  active: ActiveField | null;
  onActivate(active: ActiveField | null): void;
  /** The file holds several invoices: frame the one that is meant. */
  isPart?: boolean;
}

interface PageFrameProps extends Marks {
  page: number;
  label: string;
  /** Width over height, once it is known. */
  aspect: number | null;
  zoom: number;
  children: ReactNode;
}

/** One page with the place of each field marked on it. */
export function PageFrame({ page, label, aspect, zoom, children, ...marks }: PageFrameProps) {
  return (
    <figure
      className={styles.page}
      data-page={page}
      aria-label={label}
      style={{ width: `${zoom * 100}%`, aspectRatio: aspect ?? 'auto' }}
    >
      {children}
      {marks.isPart && <Region page={page} fields={marks.fields} />}
      <PlaceMarks page={page} {...marks} />
    </figure>
  );
}

function Region({ page, fields }: Pick<PageFrameProps, 'page' | 'fields'>) {
  const region = regionOf(
    fields.flatMap((field) => field.place ?? []),
    page,
  );
  return region && <div className={styles.region} style={placeBox(region)} aria-hidden="true" />;
}

type Placed = InvoiceField & { place: Place };
const isOnPage =
  (page: number) =>
  (field: InvoiceField): field is Placed =>
    field.place?.page === page;

function PlaceMarks({ page, fields, active, onActivate }: Marks & { page: number }) {
  const { locale } = useLocale();
  return fields.filter(isOnPage(page)).map((field) => {
    const activate = () => onActivate({ name: field.name, from: 'page' });
    const look = [
      styles.mark,
      field.isDoubtful ? styles.doubtful : '',
      active?.name === field.name ? styles.active : '',
    ];
    return (
      <button
        key={field.name}
        type="button"
        // The fields beside the page are the way for the keyboard; thirty stops here would only be in the way.
        tabIndex={-1}
        className={look.join(' ')}
        style={placeBox(field.place)}
        title={`${describeField(field.name, locale)} ${field.value}`}
        onMouseEnter={activate}
        onMouseLeave={() => onActivate(null)}
        onClick={activate}
      />
    );
  });
}
