export { type Deviation, goldenTolerance, runTrajectory } from './run-trajectory.ts';
export { parseTrajectory, type Trajectory, trajectoryModel, trajectorySamples } from './trajectory.ts';
