import styles from './Bones.module.css';

/** Where lines of text will stand. */
export function Bones({ rows }: { rows: number }) {
  return (
    <div className={styles.bones} aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
        <div key={row} className={styles.bone} />
      ))}
    </div>
  );
}
