"use client";
/** Shows the drawing until the living miniature has come: the engine's client weighs on nobody's first paint. */
import { type ComponentType, type ReactNode, useEffect, useState } from "react";

export function MiniatureDoor({ children }: { readonly children: ReactNode }) {
  const [Living, setLiving] = useState<ComponentType<{ readonly drawing: ReactNode }> | null>(null);
  useEffect(() => {
    let isHere = true;
    void import("./Miniature.tsx").then((module) => {
      if (isHere) setLiving(() => module.Miniature);
    });
    return () => {
      isHere = false;
    };
  }, []);
  return Living === null ? children : <Living drawing={children} />;
}
