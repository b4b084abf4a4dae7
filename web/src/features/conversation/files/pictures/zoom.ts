// Scale and position of a zoomed picture. Plain arithmetic; Closer.ts handles touch and wheel.

/** `scale` 1 fits the screen; `x` and `y` are the offset in pixels between the centres of picture and stage. */
export interface Placement {
  scale: number;
  x: number;
  y: number;
}

/** Sizes in pixels of the stage, and of the picture fitted into it. */
export interface Stage {
  width: number;
  height: number;
  fitWidth: number;
  fitHeight: number;
}

export interface Point {
  x: number;
  y: number;
}

export const FITS: Placement = { scale: 1, x: 0, y: 0 };
export const SCALE_MAX = 8;

/** Zooms by a factor around a point, given relative to the stage's centre, which stays in place. */
export function zoomedAt(from: Placement, point: Point, factor: number, stage: Stage): Placement {
  const scale = Math.min(SCALE_MAX, Math.max(1, from.scale * factor));
  const grown = scale / from.scale;
  return within(
    { scale, x: point.x - (point.x - from.x) * grown, y: point.y - (point.y - from.y) * grown },
    stage,
  );
}

export const moved = (from: Placement, by: Point, stage: Stage): Placement =>
  within({ ...from, x: from.x + by.x, y: from.y + by.y }, stage);

/** Keeps the picture's edges outside or at the stage's edges; a smaller picture is centred. */
function within({ scale, x, y }: Placement, stage: Stage): Placement {
  const free = (size: number, room: number) => Math.max(0, (size * scale - room) / 2);
  const right = free(stage.fitWidth, stage.width);
  const down = free(stage.fitHeight, stage.height);
  // Adding 0 keeps -0 out of styles.
  return {
    scale,
    x: Math.max(-right, Math.min(right, x)) + 0,
    y: Math.max(-down, Math.min(down, y)) + 0,
  };
}
