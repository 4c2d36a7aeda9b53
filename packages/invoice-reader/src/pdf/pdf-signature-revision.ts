import { type CrossReference, type PdfObject, type PdfPart, readPart } from './pdf-signature-file.ts';
import { canonical, entryOf, nameAt, numberAt, type PdfValue } from './pdf-signature-objects.ts';

/** What the bytes after a signed stretch do to the document. */
export interface RevisionVerdict {
  /** What people see or what the reader reads was changed; for example `page 1`, `form`, `document information`. */
  changed: string[];
  /** Nothing was seen to change, but harmlessness could not be shown either. */
  isUnclear: boolean;
  /** A signature field with a visible appearance was added; only a signature over it can answer for that. */
  addsVisibleSignature: boolean;
}

/** Catalogue entries that signing software adds or replaces and that no page shows. */
const CATALOGUE_KEYS = new Set(['AcroForm', 'DSS', 'Extensions', 'Perms', 'Version', 'Metadata']);
const FORM_KEYS = new Set(['Fields', 'SigFlags', 'DR', 'DA']);
const PAGE_KEYS = new Set(['Annots', 'LastModified']);
const INFO_KEYS = new Set(['ModDate', 'Producer']);
/** A signature field that was empty and is filled now. */
const FIELD_KEYS = new Set(['V', 'AP', 'F', 'M', 'Lock']);
const HIDDEN_FLAGS = 0b10_0010;
const WALK_MAX = 200_000;

/**
 * Compares what an incremental update (ISO 32000-1, 7.5.6) redefines with the signed revision. The rule: further
 * signature fields, their values, validation data (DSS) and metadata are harmless; whatever else redefines an object
 * of the signed revision with other content is a change; whatever cannot be understood to the last byte, or points
 * anywhere else than to what was found, is unclear.
 */
export function judgeRevision(bytes: Uint8Array, signedEnd: number): RevisionVerdict {
  return new RevisionJudge(readPart(bytes, 0, signedEnd), readPart(bytes, signedEnd, bytes.length)).judge();
}

class RevisionJudge {
  readonly #signed: PdfPart;
  readonly #update: PdfPart;
  readonly #old: Map<number, PdfObject>;
  readonly #new: Map<number, PdfObject[]>;
  readonly #changed = new Set<string>();
  #isUnclear = false;
  #addsVisibleSignature = false;

  constructor(signed: PdfPart, update: PdfPart) {
    this.#signed = signed;
    this.#update = update;
    this.#old = new Map(signed.objects.map((object) => [object.number, object]));
    this.#new = Map.groupBy(update.objects, ({ number }) => number);
  }

  judge(): RevisionVerdict {
    const trailer = this.#signed.crossReferences.findLast((part) => entryOf(part.trailer, 'Root'))?.trailer;
    const rootNumber = referenceIn(entryOf(trailer, 'Root'));
    if (!trailer || rootNumber === null || !this.#signed.isUnderstood || !this.#update.isUnderstood)
      this.#isUnclear = true;
    if (entryOf(trailer, 'Encrypt')) this.#isUnclear = true;
    this.#checkCrossReferences(trailer);
    const roles = this.#rolesOf(rootNumber, trailer);
    for (const object of this.#update.objects) this.#judgeObject(object, roles);
    this.#checkDanglingReferences();
    return {
      changed: [...this.#changed].sort(),
      isUnclear: this.#isUnclear,
      addsVisibleSignature: this.#addsVisibleSignature,
    };
  }

  /** A program follows the cross-reference, another mends the file by searching: both must find the same objects. */
  #checkCrossReferences(trailer: PdfValue | undefined): void {
    const { crossReferences, starts } = this.#update;
    const own = new Set(crossReferences.map(({ offset }) => offset));
    const signedStart = this.#signed.starts.at(-1);
    if (crossReferences.length === 0 || starts.length === 0 || starts.some((start) => !own.has(start))) {
      this.#isUnclear = true;
    }
    for (const part of crossReferences) {
      const previous = numberAt(part.trailer, 'Prev');
      const isChained = previous !== undefined && (previous === signedStart || own.has(previous));
      const hasSameRoot = canonical(entryOf(part.trailer, 'Root')) === canonical(entryOf(trailer, 'Root'));
      const isPlain = !entryOf(part.trailer, 'XRefStm') && !entryOf(part.trailer, 'Encrypt');
      if (!isChained || !hasSameRoot || !isPlain) this.#isUnclear = true;
      this.#judgeInformation(entryOf(trailer, 'Info'), entryOf(part.trailer, 'Info'));
      for (const [number, entry] of part.entries) if (!this.#isEntryTrue(number, entry)) this.#isUnclear = true;
    }
  }

  #isEntryTrue(
    number: number,
    entry: CrossReference['entries'] extends ReadonlyMap<number, infer E> ? E : never,
  ): boolean {
    const candidates = this.#new.get(number) ?? [];
    const old = this.#old.get(number);
    if (entry === 'free') return number === 0 || (!old && candidates.length === 0);
    // Each definition behind the signature is judged, and before it the last one is what was signed.
    return [...candidates, ...(old ? [old] : [])].some((object) =>
      'container' in entry
        ? object.container === entry.container
        : object.container === null && object.offset === entry.offset,
    );
  }

  #judgeObject(object: PdfObject, roles: ReadonlyMap<number, Role>): void {
    const old = this.#old.get(object.number);
    // A number that the signed revision did not use is reachable only from objects that are judged here.
    if (!old || isSameObject(old, object)) return;
    const types = [nameAt(old.value, 'Type'), nameAt(object.value, 'Type')];
    if (types.every((type) => type === 'XRef')) return;
    // Another stream under the number of an object stream takes away all objects in it.
    if (types.includes('XRef') || types.includes('ObjStm')) this.#isUnclear = true;
    const role = roles.get(object.number) ?? { kind: 'unused' };
    switch (role.kind) {
      case 'catalogue':
        this.#judgeCatalogue(old.value, object.value);
        return;
      case 'form':
        this.#judgeForm(old.value, object.value);
        return;
      case 'fields':
        this.#judgeAdded(old.value, object.value, 'form');
        return;
      case 'annotations':
        this.#judgeAdded(old.value, object.value, `annotations of page ${role.page}`);
        return;
      case 'page':
        this.#judgePage(old.value, object.value, role.page);
        return;
      case 'information':
        if (hasOtherChanges(old.value, object.value, INFO_KEYS)) this.#changed.add('document information');
        return;
      case 'harmless':
        return;
      case 'content':
        if (!this.#isFilledSignatureField(old, object)) this.#changed.add(role.name);
        return;
      case 'unused':
        this.#isUnclear = true;
    }
  }

  /** An update may name another dictionary for what the file says of itself. */
  #judgeInformation(old: PdfValue | undefined, value: PdfValue | undefined): void {
    if (!value || canonical(old) === canonical(value)) return;
    const before = this.#oldValue(old);
    const isChanged = this.#newValues(value).some((after) => hasOtherChanges(before, after, INFO_KEYS));
    if (isChanged) this.#changed.add('document information');
  }

  #judgeCatalogue(old: PdfValue, value: PdfValue): void {
    if (hasOtherChanges(old, value, CATALOGUE_KEYS)) this.#changed.add('document structure');
    const [before, after] = [entryOf(old, 'AcroForm'), entryOf(value, 'AcroForm')];
    if (canonical(before) === canonical(after)) return;
    const oldForm = this.#oldValue(before);
    for (const form of this.#newValues(after)) this.#judgeForm(oldForm, form);
  }

  #judgeForm(old: PdfValue | undefined, form: PdfValue | undefined): void {
    const keys = entryOf(old, 'NeedAppearances') ? new Set(['Fields', 'SigFlags']) : FORM_KEYS;
    if (hasOtherChanges(old, form, keys)) this.#changed.add('form');
    const [before, after] = [entryOf(old, 'Fields'), entryOf(form, 'Fields')];
    if (canonical(before) === canonical(after)) return;
    for (const fields of this.#newValues(after)) this.#judgeAdded(this.#oldValue(before), fields, 'form');
  }

  #judgePage(old: PdfValue, value: PdfValue, page: number): void {
    if (hasOtherChanges(old, value, PAGE_KEYS)) this.#changed.add(`page ${page}`);
    const [before, after] = [entryOf(old, 'Annots'), entryOf(value, 'Annots')];
    if (canonical(before) === canonical(after)) return;
    for (const annotations of this.#newValues(after)) {
      this.#judgeAdded(this.#oldValue(before), annotations, `annotations of page ${page}`);
    }
  }

  /** Everything that was in the list must still be there; what was added must be a field for a signature. */
  #judgeAdded(old: PdfValue | undefined, value: PdfValue | undefined, name: string): void {
    const before = itemsOf(old).map(canonical);
    const after = itemsOf(value);
    const texts = new Set(after.map(canonical));
    if (!before.every((item) => texts.has(item))) this.#changed.add(name);
    const known = new Set(before);
    for (const item of after) {
      if (known.has(canonical(item))) continue;
      const fields = this.#newValues(item);
      if (fields.length === 0 || !fields.every((field) => this.#isSignatureField(field))) this.#changed.add(name);
    }
  }

  #isFilledSignatureField(old: PdfObject, object: PdfObject): boolean {
    if (nameAt(old.value, 'FT') !== 'Sig' || entryOf(old.value, 'V') || object.stream) return false;
    return !hasOtherChanges(old.value, object.value, FIELD_KEYS) && this.#isSignatureField(object.value);
  }

  /** A field, with its widget or of several, that shows and does nothing but a signature: it has no actions. */
  #isSignatureField(value: PdfValue): boolean {
    const parents = this.#newValues(entryOf(value, 'Parent'));
    const isOwn = nameAt(value, 'FT') === 'Sig';
    const isInherited = parents.length > 0 && parents.every((parent) => nameAt(parent, 'FT') === 'Sig');
    if (!isOwn && !isInherited) return false;
    const kids = entryOf(value, 'Kids') ? this.#newValues(entryOf(value, 'Kids')).flatMap(itemsOf) : null;
    const widgets = kids ? kids.flatMap((kid) => this.#newValues(kid)) : [value];
    if (!widgets.every((widget) => nameAt(widget, 'Subtype') === 'Widget')) return false;
    if (widgets.some(isVisible)) this.#addsVisibleSignature = true;
    return [value, ...widgets].every((part) => !entryOf(part, 'A') && !entryOf(part, 'AA'));
  }

  #oldValue(value: PdfValue | undefined): PdfValue | undefined {
    return value?.kind === 'reference' ? this.#old.get(value.number)?.value : value;
  }

  /** All definitions of the update, for a program may take any of them; else that of the signed revision. */
  #newValues(value: PdfValue | undefined): PdfValue[] {
    if (value?.kind !== 'reference') return value ? [value] : [];
    const found = this.#new.get(value.number) ?? [this.#old.get(value.number)];
    return found.flatMap((object) => (object && !object.stream ? [object.value] : []));
  }

  /** An update can also give content to a number that the signed revision mentions but never defines. */
  #checkDanglingReferences(): void {
    const added = [...this.#new.keys()].filter((number) => !this.#old.has(number));
    if (added.length === 0) return;
    const mentioned = new Set<number>();
    for (const { value } of this.#signed.objects) for (const number of referencesIn(value)) mentioned.add(number);
    if (added.some((number) => mentioned.has(number))) this.#isUnclear = true;
  }

  #rolesOf(rootNumber: number | null, trailer: PdfValue | undefined): Map<number, Role> {
    const roles = new Map<number, Role>();
    const give = (value: PdfValue | undefined, role: Role) => {
      const number = referenceIn(value);
      if (number !== null && !roles.has(number)) roles.set(number, role);
    };
    const root = rootNumber === null ? undefined : this.#old.get(rootNumber)?.value;
    if (rootNumber !== null) roles.set(rootNumber, { kind: 'catalogue' });
    const form = entryOf(root, 'AcroForm');
    give(form, { kind: 'form' });
    give(entryOf(this.#oldValue(form), 'Fields'), { kind: 'fields' });
    give(entryOf(root, 'Metadata'), { kind: 'harmless' });
    give(entryOf(trailer, 'Info'), { kind: 'information' });
    this.#giveFields(this.#oldValue(entryOf(this.#oldValue(form), 'Fields')), roles);
    const pages = this.#pagesOf(entryOf(root, 'Pages'), roles);
    for (const [index, page] of pages.entries()) roles.set(page, { kind: 'page', page: index + 1 });
    for (const [index, page] of pages.entries()) {
      const value = this.#old.get(page)?.value;
      give(entryOf(value, 'Annots'), { kind: 'annotations', page: index + 1 });
      this.#spread(value, { kind: 'content', name: `page ${index + 1}` }, roles);
    }
    this.#spread(this.#oldValue(form), { kind: 'content', name: 'form' }, roles);
    const validation = entryOf(root, 'DSS');
    give(validation, { kind: 'harmless' });
    this.#spread(this.#oldValue(validation), { kind: 'harmless' }, roles);
    this.#spread(root, { kind: 'content', name: 'document structure' }, roles);
    return roles;
  }

  /** Fields are told before pages, for the widgets of a page are mostly fields of the form. */
  #giveFields(fields: PdfValue | undefined, roles: Map<number, Role>): void {
    const stack = [...itemsOf(fields)];
    for (let field = stack.pop(); field; field = stack.pop()) {
      const number = referenceIn(field);
      if (number === null || roles.has(number)) continue;
      roles.set(number, { kind: 'content', name: 'form' });
      stack.push(...itemsOf(this.#oldValue(entryOf(this.#oldValue(field), 'Kids'))));
    }
  }

  #pagesOf(tree: PdfValue | undefined, roles: Map<number, Role>): number[] {
    const pages: number[] = [];
    const stack = tree ? [tree] : [];
    const seen = new Set<number>();
    for (let node = stack.pop(); node && seen.size < WALK_MAX; node = stack.pop()) {
      const number = referenceIn(node);
      if (number === null || seen.has(number)) continue;
      seen.add(number);
      const value = this.#old.get(number)?.value;
      const kids = entryOf(value, 'Kids');
      if (kids) roles.set(number, { kind: 'content', name: 'document structure' });
      else pages.push(number);
      stack.push(...itemsOf(this.#oldValue(kids)).toReversed());
    }
    return pages;
  }

  /** Gives the role to everything that can be reached and has none yet. */
  #spread(start: PdfValue | undefined, role: Role, roles: Map<number, Role>): void {
    const stack = start ? [...referencesIn(start)] : [];
    for (let number = stack.pop(); number !== undefined; number = stack.pop()) {
      if (roles.has(number)) continue;
      roles.set(number, role);
      const value = this.#old.get(number)?.value;
      if (value) stack.push(...referencesIn(value));
    }
  }
}

type Role =
  | { kind: 'catalogue' | 'form' | 'fields' | 'information' | 'harmless' | 'unused' }
  | { kind: 'page' | 'annotations'; page: number }
  | { kind: 'content'; name: string };

function isSameObject(a: PdfObject, b: PdfObject): boolean {
  if (canonical(a.value) !== canonical(b.value)) return false;
  if (!a.stream || !b.stream) return a.stream === b.stream;
  return Buffer.compare(a.stream, b.stream) === 0;
}

function hasOtherChanges(
  old: PdfValue | undefined,
  value: PdfValue | undefined,
  allowed: ReadonlySet<string>,
): boolean {
  if (value?.kind !== 'dictionary') return true;
  const before = old?.kind === 'dictionary' ? old.entries : new Map<string, PdfValue>();
  const keys = new Set([...before.keys(), ...value.entries.keys()]);
  return [...keys].some((key) => !allowed.has(key) && canonical(before.get(key)) !== canonical(value.entries.get(key)));
}

function isVisible(value: PdfValue): boolean {
  const [left = 0, bottom = 0, right = 0, top = 0] = itemsOf(entryOf(value, 'Rect')).map((item) =>
    item.kind === 'number' ? item.value : Number.NaN,
  );
  const isEmpty = left === right || bottom === top;
  return !isEmpty && ((numberAt(value, 'F') ?? 0) & HIDDEN_FLAGS) === 0;
}

function itemsOf(value: PdfValue | undefined): readonly PdfValue[] {
  return value?.kind === 'array' ? value.items : [];
}

function referenceIn(value: PdfValue | undefined): number | null {
  return value?.kind === 'reference' ? value.number : null;
}

function referencesIn(value: PdfValue): number[] {
  const found: number[] = [];
  const stack: PdfValue[] = [value];
  for (let item = stack.pop(); item; item = stack.pop()) {
    if (item.kind === 'reference') found.push(item.number);
    else if (item.kind === 'array') stack.push(...item.items);
    else if (item.kind === 'dictionary') stack.push(...item.entries.values());
  }
  return found;
}
