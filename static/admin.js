// Names the choices that select2 draws over a select: by itself it takes the value for the name.
function nameChoices() {
  for (const select of document.querySelectorAll('select.admin-autocomplete')) {
    const drawn = select.parentElement.querySelector('.select2-selection__rendered')
    const label = select.getAttribute('aria-label') || select.labels[0]?.textContent
    if (drawn && label) drawn.setAttribute('aria-label', label.trim().replace(/:$/, ''))
  }
}
window.django?.jQuery?.(nameChoices) // after the scripts that draw them, which wait in the same queue
document.addEventListener('formset:added', () => setTimeout(nameChoices))
