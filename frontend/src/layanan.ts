// What the pages do beyond plain HTML. Every one of them works without any of this.
import { guardAgainstDoubleSending, keepTyping } from "./drafts";
import { forgetWhatWasSent, wayOut } from "./exit";

forgetWhatWasSent();
wayOut();
keepTyping();
guardAgainstDoubleSending();
