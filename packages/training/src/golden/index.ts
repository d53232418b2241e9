export { type Deviation, goldenTolerance, runTrajectory } from './run-trajectory.ts';
export { parseTrajectory, type Trajectory, trajectorySamples } from './trajectory.ts';
export { trajectoryModel } from './trajectory-model.ts';
