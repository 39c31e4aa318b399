// What the pages do beyond plain HTML. Every one of them works without any of this.
import { copyValues } from "./copy";
import { guardAgainstDoubleSending, keepTyping } from "./drafts";
import { forgetWhatWasSent, wayOut } from "./exit";
import { passkeys } from "./passkeys";
import { sendFilesInParts } from "./uploads";

forgetWhatWasSent();
wayOut();
keepTyping();
sendFilesInParts();
guardAgainstDoubleSending();
copyValues();
passkeys();
