/**
 * The size of Winograd's tiles in the kernel call that runs. Each thread has its own.
 */
import {
  WINOGRAD_MAX_INPUTS as MAX_INPUTS,
  WINOGRAD_PLANE_GAP as PLANE_GAP,
  WINOGRAD_TILES as TILES,
} from '../../src/opcodes';

/** Outputs along a tile's side, 2 or 4, and its products, each in a plane of its own. */
export let outputs: i32 = 2;
export let planes: i32 = 16;

export function useTiles(outputsOfSide: i32): void {
  outputs = outputsOfSide;
  planes = (outputs + 2) * (outputs + 2);
}

/** A tile between the two halves of a transform, at the start of scratch memory: a vector for each value. */
export const LINES_BYTES: usize = MAX_INPUTS * MAX_INPUTS * 16;

/** Tiles along an axis. */
export function tilesAlong(length: i32): i32 {
  return (length + outputs - 1) / outputs;
}

/** Pixels along an axis of the picture with the border that completes its tiles. */
export function windowLength(tiles: i32): i32 {
  return tiles * outputs + 2;
}

/** The row of pixels in which a tile begins. */
export function tileRow(tile: i32, tilesX: i32): i32 {
  return (tile / tilesX) * outputs;
}

/** The column of pixels in which a tile begins. */
export function tileColumn(tile: i32, tilesX: i32): i32 {
  return (tile % tilesX) * outputs;
}

/** Where a tile begins in a picture. */
export function tileOffset(tile: i32, tilesX: i32, rowBytes: usize, pixelBytes: usize): usize {
  return tileRow(tile, tilesX) * rowBytes + tileColumn(tile, tilesX) * pixelBytes;
}

/** Pictures whose tiles are computed together. */
export function picturesAtOnce(tiles: i32): i32 {
  return max(1, TILES / tiles);
}

/** The transforms of TILES tiles, and the gap. */
export function planeBytes(pixelBytes: usize): usize {
  return TILES * pixelBytes + PLANE_GAP;
}
