import type { BilingualName, Locale } from '@countinghouse/protocol';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { pickName, type Text, type Texts, textsFor } from './texts.ts';

interface LocaleContextValue {
  locale: Locale;
  setLocale(locale: Locale): void;
}

const LocaleContext = createContext<LocaleContextValue>({ locale: 'zh-CN', setLocale: () => {} });
const storageKey = 'countinghouse.locale';

function storedLocale(): Locale {
  return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh-CN';
}

export function LocaleProvider({ children, initial }: { children: ReactNode; initial?: Locale }) {
  const [locale, setLocale] = useState<Locale>(() => initial ?? storedLocale());
  useEffect(() => {
    document.documentElement.lang = locale;
    if (!initial) localStorage.setItem(storageKey, locale);
  }, [locale, initial]);
  const value = useMemo(() => ({ locale, setLocale }), [locale]);
  return <LocaleContext value={value}>{children}</LocaleContext>;
}

export function useLocale(): LocaleContextValue {
  return useContext(LocaleContext);
}

export function useTexts<T extends Record<string, Text>>(texts: Texts<T>) {
  return textsFor(texts, useLocale().locale);
}

/** `nameOf(person.name)` in the reader's language. */
export function useNameOf(): (name: BilingualName) => string {
  const { locale } = useLocale();
  return useCallback((name) => pickName(name, locale), [locale]);
}
