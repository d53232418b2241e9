import type { JSX } from 'preact';
import { state } from '../state/page-session.ts';
import { t } from '../i18n/language.ts';
import { Header } from './header.tsx';
import { LessonsBar } from './lessons-bar.tsx';
import { Notices } from './notices.tsx';
import { PanelLinks } from './panel-links.tsx';
import { DataSection } from './sections/data-section.tsx';
import { HowSection } from './sections/how-section.tsx';
import { KeepSection } from './sections/keep-section.tsx';
import { OwnClassesSection } from './sections/own-classes-section.tsx';
import { ResultsSection } from './sections/results-section.tsx';
import { RunsSection } from './sections/runs-section.tsx';
import { SettingsSection } from './sections/settings-section.tsx';
import { Controls } from './stage/controls.tsx';
import { Stage } from './stage/stage.tsx';

export function App(): JSX.Element {
  return (
    <>
      <a class="skip" href="#training">
        {t.value.skip}
      </a>
      <Header />
      <main class={`shows-${state.panel.value}`}>
        <Controls />
        <Notices />
        <LessonsBar />
        <Stage />
        <PanelLinks />
        <SettingsSection />
        <ResultsSection />
        <RunsSection />
        <DataSection />
        <HowSection />
        <OwnClassesSection />
        <KeepSection />
      </main>
    </>
  );
}
