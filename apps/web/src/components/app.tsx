import type { JSX } from 'preact';
import { t } from '../i18n/language.ts';
import { DataSection } from './data-section.tsx';
import { Header } from './header.tsx';
import { KeepSection } from './keep-section.tsx';
import { LearnedSection } from './learned-section.tsx';
import { Notices } from './notices.tsx';
import { SaysSection } from './says-section.tsx';
import { TrainSection } from './train-section.tsx';
import { TrySection } from './try-section.tsx';

export function App(): JSX.Element {
  const text = t.value;
  return (
    <>
      <a class="skip" href="#training">
        {text.skip}
      </a>
      <Header />
      <main>
        <div class="hero">
          <h1>{text.title}</h1>
          <p class="lead">{text.lead}</p>
        </div>
        <Notices />
        <DataSection />
        <TrainSection />
        <LearnedSection />
        <SaysSection />
        <TrySection />
        <KeepSection />
      </main>
    </>
  );
}
