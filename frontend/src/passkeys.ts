// A key that lives on the device: the finger or the PIN instead of a password. Codes do without this.

type Options = Record<string, unknown>;
type Credential = { id: string; type: string };

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function ids(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list ?? []) as Credential[]).map((one) => ({ id: bytes(one.id), type: "public-key" }));
}

async function made(asked: Options): Promise<Options> {
  const user = asked.user as { id: string };
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge as string),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: ids(asked.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const key = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const answer = key.response as AuthenticatorAttestationResponse;
  return {
    ...common(key),
    response: { clientDataJSON: text(answer.clientDataJSON), attestationObject: text(answer.attestationObject) },
  };
}

async function used(asked: Options): Promise<Options> {
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge as string),
    allowCredentials: ids(asked.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const key = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const answer = key.response as AuthenticatorAssertionResponse;
  return {
    ...common(key),
    response: {
      clientDataJSON: text(answer.clientDataJSON),
      authenticatorData: text(answer.authenticatorData),
      signature: text(answer.signature),
      userHandle: answer.userHandle ? text(answer.userHandle) : null,
    },
  };
}

function common(key: PublicKeyCredential): Options {
  return { id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: key.getClientExtensionResults() };
}

async function ask(form: HTMLFormElement): Promise<void> {
  const token = form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(form.dataset.passkeyAsk ?? "", {
    method: "POST",
    headers: { "X-CSRFToken": token },
    credentials: "same-origin",
    redirect: "manual",
  });
  if (answer.type === "opaqueredirect") {
    // Too long ago: the server asks who it is; sent without an answer, the form leads there.
    form.submit();
    return;
  }
  const asked = ((await answer.json()) as { publicKey: Options }).publicKey;
  const said = form.dataset.passkey === "create" ? await made(asked) : await used(asked);
  const held = form.querySelector<HTMLInputElement>("input[name=answer]");
  if (!held) return;
  held.value = JSON.stringify(said);
  form.submit();
}

export function passkeys(): void {
  for (const form of Array.from(document.querySelectorAll<HTMLFormElement>("form[data-passkey]"))) {
    if (!("PublicKeyCredential" in window) || location.hostname !== form.dataset.passkeyHost) continue;
    form.hidden = false;
    for (const note of Array.from(document.querySelectorAll<HTMLElement>("[data-passkey-unable]"))) note.hidden = true;
    const status = form.querySelector<HTMLElement>("[data-passkey-status]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (status) status.textContent = "";
      ask(form).catch(() => {
        if (status) status.textContent = form.dataset.passkeyFailed ?? "";
      });
    });
  }
}
