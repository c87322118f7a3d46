/**
 * Faults in words: title of a kind, a placed fault as the track and the rail write it.
 * One word per kind, the same in menus, tracks and sentences.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type {
	FaultKind,
	FaultTarget,
	Intervention,
} from "@/simulator/vocabulary/interventions.ts";

export const faultTitle: Readonly<Record<FaultKind, string>> = {
	crash: "Arrêt brutal",
	pause: "Pause",
	slow: "Ralenti",
	skew: "Décalage d’horloge",
	drift: "Dérive d’horloge",
	refuse: "Refus",
	"disk-full": "Disque plein",
	partition: "Coupure",
	hold: "Retenue",
	loss: "Perte",
	duplicate: "Doublon",
	delay: "Retard",
	reorder: "Désordre",
	"drop-message": "Message perdu",
	"duplicate-message": "Message en double",
	"delay-message": "Message retardé",
	poison: "Message empoisonné",
};

const decimal = (value: number): string =>
	String(Math.round(value * 1000) / 1000).replace(".", ",");

/** « 1,4 s », « 250 ms », « 10 min ». */
export function shortDuration(us: number): string {
	const size = Math.abs(us);
	if (size >= 86_400_000_000) return `${decimal(us / 86_400_000_000)}\u00a0j`;
	if (size >= 3_600_000_000) return `${decimal(us / 3_600_000_000)}\u00a0h`;
	if (size >= 60_000_000 && us % 1_000_000 === 0) {
		const seconds = Math.round(size / 1_000_000);
		const sign = us < 0 ? "−" : "";
		const rest = seconds % 60 === 0 ? "" : ` ${seconds % 60}`;
		return `${sign}${Math.floor(seconds / 60)}\u00a0min${rest}`;
	}
	if (size >= 1_000_000)
		return `${decimal(Math.round(us / 1000) / 1000)}\u00a0s`;
	return `${decimal(us / 1000)}\u00a0ms`;
}

const titleOf = (card: ScenarioCard, node: string): string =>
	card.nodes.find((n) => n.id === node)?.title ?? node;

const namedOf = (card: ScenarioCard, node: string): string =>
	card.nodes.find((n) => n.id === node)?.named ?? node;

/** « de l’orchestrateur », « du service Paiement », « des clients ». */
export function ofNamed(named: string): string {
	if (named.startsWith("le ")) return `du ${named.slice(3)}`;
	if (named.startsWith("les ")) return `des ${named.slice(4)}`;
	return `de ${named}`;
}

/** « Orchestrateur → Livraison », « Paiement », « réserver 1042 ». */
export function targetTitle(target: FaultTarget, card: ScenarioCard): string {
	switch (target.kind) {
		case "node":
			return titleOf(card, target.node);
		case "link": {
			const side = (nodes: readonly string[]): string =>
				nodes.map((n) => titleOf(card, n)).join(", ");
			return `${side(target.from)} ${target.isBothWays ? "↔" : "→"} ${side(target.to)}`;
		}
		case "message":
			return messageTitle(target.message, card);
	}
}

/** A message's stable id in words: « réserver 1042 », « réservé 1042 (2ᵉ envoi) ». */
export function messageTitle(message: string, card: ScenarioCard): string {
	const shape = /^[^:]+:([^:]+):(.*)#(\d+)(\/reply)?(?:~\d+)?$/.exec(message);
	if (shape === null) return message;
	const operation = card.operations.find((o) => o.id === shape[1]);
	const isReply = shape[4] !== undefined;
	const words = (isReply ? operation?.reply : operation?.request) ?? shape[1];
	const ordinal =
		shape[3] === "1" || shape[3] === "0" ? "" : ` (n° ${shape[3]})`;
	return `${words} ${shape[2] ?? ""}${ordinal}`.trim();
}

/** « × 5 », « 50 % », « − 120 s »: empty when the kind takes no amount. */
export function amountText(fault: Intervention): string {
	if (fault.amount === null) return "";
	switch (fault.kind) {
		case "slow":
			return `×\u00a0${decimal(fault.amount / 100)}`;
		case "loss":
		case "duplicate":
		case "reorder":
			return `${fault.amount}\u00a0%`;
		case "drift":
			return `${decimal(fault.amount)}\u00a0ppm`;
		default:
			return shortDuration(fault.amount);
	}
}

/** On the track: « Coupure Orchestrateur → Livraison ». */
export function faultLabel(fault: Intervention, card: ScenarioCard): string {
	const amount = amountText(fault);
	const head = `${faultTitle[fault.kind]}${amount === "" ? "" : ` ${amount}`}`;
	switch (fault.target.kind) {
		case "node":
			return `${head} ${ofNamed(namedOf(card, fault.target.node))}`;
		case "link":
			return `${head} ${targetTitle(fault.target, card)}`;
		case "message":
			return `${faultTitle[fault.kind]}\u00a0: ${targetTitle(fault.target, card)}`;
	}
}

export const lowerFirst = (text: string): string =>
	text.charAt(0).toLowerCase() + text.slice(1);
