package dev.viridian.machine;

import dev.viridian.machine.MachineOptions.Misused;
import dev.viridian.provision.MachineProvisioning;
import java.lang.reflect.InvocationTargetException;

/** Finds the user's class, and says what is wrong with it. */
final class ProvisioningClass {
    private ProvisioningClass() {}

    static MachineProvisioning named(String name) throws Misused {
        try {
            Object made = Class.forName(name).getConstructor().newInstance();
            if (made instanceof MachineProvisioning provisioning) {
                return provisioning;
            }
            throw new Misused("The class " + name + " is no provisioning. Expected one that implements "
                    + MachineProvisioning.class.getName() + ".");
        } catch (ClassNotFoundException e) {
            throw new Misused("There is no class " + name + " on the class path ("
                    + System.getProperty("java.class.path", "") + "). Expected its whole name, such as"
                    + " com.acme.OrdersMachine, and the archive that holds it behind -cp.");
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new Misused("The class " + name
                    + " cannot be made. Expected a public class with a public constructor without arguments.");
        } catch (InvocationTargetException e) {
            throw new Misused("The constructor of " + name + " has thrown " + e.getCause()
                    + ". Expected one that does nothing that can fail.");
        } catch (LinkageError e) {
            throw new Misused(
                    "The class " + name + " cannot be loaded: " + e + ". Expected all that it uses on the class path.");
        }
    }
}
