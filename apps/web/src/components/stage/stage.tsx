import type { JSX } from 'preact';
import { RunCurve } from '../chart/run-curve.tsx';
import { Answer } from './answer.tsx';
import { EpochSlider, ShownEpoch } from './epoch-slider.tsx';
import { FirstLayerCard } from './first-layer-card.tsx';
import { NetworkCard } from './network-card.tsx';
import { Pad } from './pad.tsx';

/** Everything at one glance: a picture runs through the network to its answer; below, what the network learned and how well. */
export function Stage(): JSX.Element {
  return (
    <div class="stage">
      <div class="stage-row">
        <Pad />
        <NetworkCard />
        <Answer />
      </div>
      <div class="stage-row">
        <FirstLayerCard />
        <div class="card curve-card">
          <RunCurve metric="accuracy" heading="h2">
            <ShownEpoch />
          </RunCurve>
          <EpochSlider />
        </div>
      </div>
    </div>
  );
}
