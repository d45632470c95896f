def test_sign_in_with_a_password(page, live_server, people, violations):
    people.manager.set_password("three random words")
    people.manager.save()
    page.goto(live_server.url)
    page.get_by_label("Email address").fill(people.manager.email)
    page.get_by_label("Password", exact=True).fill("three random words")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(live_server.url + "/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("This month")
    assert violations == []
