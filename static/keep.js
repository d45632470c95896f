/* What was begun in a form marked data-keep outlives the page once, when another button of the page is pressed. */

(() => {
  const form = document.querySelector('form[data-keep]')
  if (!form) return
  const key = `keep ${location.pathname}`
  const fields = () => [...form.elements].filter((field) => field.name && field.type !== 'hidden' && field.type !== 'submit')

  const kept = JSON.parse(sessionStorage.getItem(key) || '[]')
  sessionStorage.removeItem(key)
  for (const field of fields()) {
    const found = kept.find(([name, value]) => name === field.name && (field.type !== 'radio' || value === field.value))
    if (found && field.type === 'radio') field.checked = true
    else if (found) field.value = found[1]
  }

  document.querySelector('main').addEventListener('submit', (event) => {
    if (event.target === form) return
    const begun = fields().filter((field) => field.type !== 'radio' || field.checked).map((field) => [field.name, field.value])
    sessionStorage.setItem(key, JSON.stringify(begun))
  })
})()
