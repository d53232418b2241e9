/** All messages between the page and its training worker. Plain data, so that it can be posted. */

export type { Request } from './messages/request.ts';
export type { Report, RunReport } from './messages/report.ts';
export type {
  PictureFormat,
  DataInfo,
  RunData,
  ClassPictures,
  LabelledPicture,
  DataFailure,
} from './messages/data.ts';
export {
  untrainedRun,
  type Progress,
  type RunEnding,
  type RunWarning,
  type ThreadsInfo,
  type StartFailure,
} from './messages/run.ts';
export type {
  FirstLayer,
  LayerView,
  Prediction,
  AskedPicture,
  Placed,
  OwnPrediction,
  StrongestPictures,
  TestResult,
  SavedModel,
} from './messages/model.ts';
export { transferables } from './messages/transferables.ts';
