package dev.atelier.access;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Something to read and to change. */
@Path("/thing")
public class ThingResource {
    @GET
    public String read() {
        return "read";
    }

    @POST
    public String change(String body) {
        return "changed";
    }
}
