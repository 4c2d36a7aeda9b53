import { Skeleton } from 'antd';
import { type ComponentType, lazy, Suspense } from 'react';
import { type CardRendererProps, registerCardRenderer, registerCardStack } from '../shared/card-registry.ts';

const renderers: Record<string, () => Promise<ComponentType<CardRendererProps>>> = {
  'Countinghouse.Invoice': () => import('../features/invoices/index.ts').then((m) => m.InvoiceCard),
  'Countinghouse.Question': () => import('../features/invoices/index.ts').then((m) => m.QuestionCard),
  'Countinghouse.Claim': () => import('../features/claims/index.ts').then((m) => m.ClaimCard),
};

const InvoiceStack = lazy(() => import('../features/invoices/index.ts').then((m) => ({ default: m.InvoiceStack })));

/** The business's cards draw themselves in the timeline; their code comes with the first card. */
export function plugCardRenderers(): void {
  for (const [type, load] of Object.entries(renderers)) {
    const Renderer = lazy(async () => ({ default: await load() }));
    registerCardRenderer(type, (props) => (
      <Suspense fallback={<Skeleton.Node active style={{ width: 480, maxWidth: '100%', height: 180 }} />}>
        <Renderer {...props} />
      </Suspense>
    ));
  }
  registerCardStack('Countinghouse.Invoice', (props) => (
    <Suspense fallback={props.children}>
      <InvoiceStack {...props} />
    </Suspense>
  ));
}
