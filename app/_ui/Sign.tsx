/**
 * One sign of the table, drawn in the colour and at the size of the text around it.
 * Silent by default: the word beside it speaks. Give `title` where no word stands beside it.
 */
import type { CSSProperties } from "react";
import { type SignName, type SignShape, signPaths } from "./sign-paths.ts";

export type { SignName } from "./sign-paths.ts";

interface SignProps {
  readonly name: SignName;
  /** French word, read aloud. Without it the sign is hidden from screen readers. */
  readonly title?: string | undefined;
  readonly className?: string | undefined;
  readonly style?: CSSProperties | undefined;
}

function shapeProps(shape: SignShape): Record<string, string | number> {
  const props: Record<string, string | number> = {};
  if (shape.paint === "fill") Object.assign(props, { fill: "currentColor", stroke: "none" });
  if (shape.paint === "both") props.fill = "currentColor";
  if (shape.paint === "hollow") props.stroke = "var(--surface)";
  if (shape.dash) props.strokeDasharray = shape.dash.join(" ");
  if (shape.width !== undefined) props.strokeWidth = shape.width;
  return props;
}

export function Sign({ name, title, className, style }: SignProps) {
  const shapes: readonly SignShape[] = signPaths[name];
  const drawing = shapes.map((shape) => <path key={shape.d} d={shape.d} {...shapeProps(shape)} />);
  const classes = className ? `sign ${className}` : "sign";
  if (title === undefined) {
    return (
      <svg viewBox="0 0 16 16" className={classes} style={style} aria-hidden="true">
        {drawing}
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 16 16" className={classes} style={style} role="img" aria-label={title}>
      {drawing}
    </svg>
  );
}
