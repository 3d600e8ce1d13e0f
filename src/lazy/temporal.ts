/** Door to dates, times and durations, opened by the first column of them. */
export {
  dateToTemporal,
  decodeTemporal,
  encodeTemporal,
  steadyTemporal,
  temporalFromText,
  tryTemporalFromText,
} from "../temporal/codec.js";
