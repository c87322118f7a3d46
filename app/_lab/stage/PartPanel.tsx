/** A part's reading as wide as the panel that it stands in. */
"use client";
import { useRef } from "react";
import { useWidth } from "../use-width.ts";
import { PartDrawing, type PartDrawingProps } from "./PartDrawing.tsx";
import { innerWidth, partLines } from "./part-layout.ts";

export function PartPanel(props: Pick<PartDrawingProps, "reading" | "value" | "changed">) {
  const root = useRef<HTMLDivElement>(null);
  const innerPx = innerWidth(useWidth(root));
  return (
    <div ref={root}>
      {innerPx > 0 && (
        <PartDrawing
          {...props}
          innerPx={innerPx}
          lines={partLines(props.reading, props.value, innerPx)}
        />
      )}
    </div>
  );
}
