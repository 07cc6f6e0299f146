// One quiet voice for readers of the screen: what happened, said once.

export function tell(sentence, urgent = false) {
  const voice = document.querySelector(`[data-part="${urgent ? "voice-now" : "voice"}"]`);
  voice.textContent = "";
  setTimeout(() => (voice.textContent = sentence), 60);
}
