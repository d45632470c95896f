def test_home(people, client_of):
    response = client_of(people.manager).get("/")
    assert response.status_code == 200
    assert "Here Apprentice" in response.content.decode()
    assert "There Apprentice" not in response.content.decode()
