/**
 * A view that fails does not take the laboratory with it: it says so, and the rest goes on.
 * It tries again when the reader moves elsewhere. React wants a class for this, and only for this.
 */
"use client";
import { Component, type ReactNode } from "react";
import { Button } from "@/app/_ui/Button.tsx";
import styles from "./shell.module.css";

interface ViewBoundaryProps {
  /** What is shown: another value is another try. */
  readonly name: string;
  readonly children: ReactNode;
}

interface ViewBoundaryState {
  readonly failed: string | null;
}

export class ViewBoundary extends Component<ViewBoundaryProps, ViewBoundaryState> {
  override state: ViewBoundaryState = { failed: null };

  static getDerivedStateFromError(): Partial<ViewBoundaryState> {
    return { failed: "" };
  }

  override componentDidCatch(): void {
    this.setState({ failed: this.props.name });
  }

  override render(): ReactNode {
    const { failed } = this.state;
    const { name, children } = this.props;
    if (failed === null || (failed !== "" && failed !== name)) return children;
    return (
      <div className={styles.broken}>
        <p>
          Cette vue s’est arrêtée sur une erreur. Le parcours, vos pannes et vos branches sont
          intacts.
        </p>
        <Button variant="link" onClick={() => this.setState({ failed: null })}>
          Rouvrir la vue
        </Button>
      </div>
    );
  }
}
