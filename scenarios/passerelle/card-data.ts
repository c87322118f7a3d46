/** The operations and the handlers of the gateway’s world, in words. */
import type { HandlerCard, OperationCard } from "../../simulator/vocabulary/card.ts";
import { LIGHT, REPORTS, routeOf } from "./card-targets.ts";

const asked = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});

export const operations: readonly OperationCard[] = [
  asked(routeOf(REPORTS), "rapport ?", "rapport", "demande de rapport"),
  ...LIGHT.map(({ id, title }) =>
    asked(routeOf(id), `${title} ?`, "réponse", `demande à ${title} par la passerelle`),
  ),
  asked("lire", "lire", "lu", "lecture chez un service"),
  asked("calculer", "calculer", "calculé", "demande de calculer un rapport"),
  asked("exporter", "tout exporter", "export lancé", "demande de tout exporter"),
  asked("redemarrer", "redémarrer", "redémarré", "ordre de redémarrer Rapports"),
  asked("rythme", "rythme", "noté", "rythme du calendrier"),
  asked("chercher", "copie ?", "trouvé", "recherche d’une copie"),
  asked("poser", "garder", "gardé", "dépôt d’une copie"),
  asked("oublier", "oublier", "oublié", "ordre d’oublier une copie"),
];

const handler = (name: string, title: string, file: string): HandlerCard => ({ name, title, file });

export const handlers: readonly HandlerCard[] = [
  handler("relay", "Passerelle nue", "naked.services.ts"),
  handler("relayThroughBreaker", "Passerelle : par le disjoncteur", "breaker.services.ts"),
  handler("relayThroughWall", "Passerelle : par la cloison", "bulkhead.services.ts"),
  handler("showPublishedReport", "Un rapport, tel que publié", "published.services.ts"),
  handler("showCorrectedReport", "Un rapport, corrigé", "corrected.services.ts"),
  handler("fetchAndKeep", "Chercher le rapport et le garder", "corrected.services.ts"),
  handler("relayInBounds", "Passerelle corrigée", "corrected.services.ts"),
  handler("openBreakers", "Passerelle : démarrer", "breaker.services.ts"),
  handler("computeReport", "Rapports : calculer", "reports.services.ts"),
  handler("exportEverything", "Rapports : tout exporter", "reports.services.ts"),
  handler("restartReports", "Rapports : redémarrer", "reports.services.ts"),
  handler("readLight", "Un service sain : lire", "light.services.ts"),
  handler("askReports", "Clients : demander des rapports", "clients.services.ts"),
  handler("askOthers", "Clients : demander autre chose", "clients.services.ts"),
  handler("askOnce", "Client : une demande", "clients.services.ts"),
  handler("followPace", "Clients : suivre le calendrier", "clients.services.ts"),
  handler("watch", "Astreinte : surveiller", "oncall.services.ts"),
  handler("comeAndRestart", "Astreinte : venir et redémarrer", "oncall.services.ts"),
  handler("liveMonth", "Calendrier : un mois", "oncall.services.ts"),
];
